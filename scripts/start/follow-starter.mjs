// Preloaded into the hub's processes: when the starter is gone, however it went, stop in good order instead of living on.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
