// A part of the test command.

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What to show; empty when the part has shown it as it went. */
  readonly output: string;
}

export interface Part {
  readonly name: string;
  /** One line for --help. */
  readonly about: string;
  /** It runs against a build of the hub, found in GLOBE_BUILD. */
  readonly needsBuild: boolean;
  /** `extra`: arguments for the program that runs the part. */
  run(extra: readonly string[]): Promise<Tally>;
}
