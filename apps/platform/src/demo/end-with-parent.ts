/** Loaded ahead of a child's own program: a child of a demo that was killed does not stay behind. */
process.once('disconnect', () => process.exit(0));
