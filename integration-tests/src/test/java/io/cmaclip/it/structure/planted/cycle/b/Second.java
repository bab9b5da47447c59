package io.cmaclip.it.structure.planted.cycle.b;

import io.cmaclip.it.structure.planted.cycle.a.First;

/** Depends on {@link First}, which depends on this. */
public record Second(First first) {}
