package io.cmaclip.it.structure.planted.cycle.a;

import io.cmaclip.it.structure.planted.cycle.b.Second;

/** Uses {@link Second}, which uses this. */
public record First(Second second) {}
