/** Loaded ahead of a child's own program: a child of a demo that was killed does not stay behind. */
process.once('disconnect', () => process.exit(0));
// Listening alone would keep a child alive whose program has ended.
process.channel?.unref();
