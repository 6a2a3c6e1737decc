/** Keys leave memory after this long without a sign of the user. */
export const IDLE_LOCK_MS = 15 * 60 * 1000;
const LOOK_EVERY_MS = 5_000;

/**
 * Calls `lock` once nothing was `seen` for 15 minutes. By looking at the clock, not by one long timer: timers sleep with the
 * machine, and a laptop opened after the weekend must lock at once.
 */
export class IdleLock {
  private last = Date.now();
  constructor(private readonly lock: () => void) {
    setInterval(() => this.look(), LOOK_EVERY_MS);
  }
  seen(): void {
    this.look();
    this.last = Date.now();
  }
  private look(): void {
    if (Date.now() - this.last >= IDLE_LOCK_MS) {
      this.last = Date.now();
      this.lock();
    }
  }
}
