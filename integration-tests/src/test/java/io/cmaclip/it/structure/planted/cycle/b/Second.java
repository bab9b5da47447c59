package io.cmaclip.it.structure.planted.cycle.b;

import io.cmaclip.it.structure.planted.cycle.a.First;

/** Uses {@link First}, which uses this. */
public record Second(First first) {}
