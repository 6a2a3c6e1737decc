// What a cluster needs before the first migration: the role that owns the hub's database, and the database.
import { Client } from 'pg';

/** Safe to run at every start. `ownerPassword` consists of base64url characters, so that it may stand in the text. */
export async function prepareDatabase(superuserUrl: string, ownerPassword: string): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'globe') AS role, EXISTS (SELECT FROM pg_database WHERE datname = 'globe') AS database`,
    );
    if (!rows[0]!.role) {
      await client.query(`CREATE ROLE globe LOGIN CREATEROLE PASSWORD '${ownerPassword}'`);
      // As for the administrator of a managed server: what it creates, it may also act as.
      await client.query(`ALTER ROLE globe SET createrole_self_grant = 'set, inherit'`);
    }
    if (!rows[0]!.database) await client.query('CREATE DATABASE globe OWNER globe');
  });
}

/** Deletes the hub's database with all that is in it, and makes it anew. */
export async function emptyDatabase(superuserUrl: string): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    await client.query('DROP DATABASE globe WITH (FORCE)');
    await client.query('CREATE DATABASE globe OWNER globe');
  });
}

async function asSuperuser(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
