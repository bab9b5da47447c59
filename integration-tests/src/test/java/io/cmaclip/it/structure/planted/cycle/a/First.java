package io.cmaclip.it.structure.planted.cycle.a;

import io.cmaclip.it.structure.planted.cycle.b.Second;

/** Depends on {@link Second}, which depends on this. */
public record First(Second second) {}
