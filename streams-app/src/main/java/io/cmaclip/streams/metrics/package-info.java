/** The meters of the service, bound to Micrometer registries. */
package io.cmaclip.streams.metrics;
