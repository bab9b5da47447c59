/** A bundle on disk as the model that the service runs with. */
package io.cmaclip.streams.bundled;
