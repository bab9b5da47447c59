package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.batches.Batch;

/**
 * What a step learns from.
 *
 * @param untouched the same listings as they are, for the teacher; null without one
 */
record Lesson(Batch batch, Batch untouched) {}
