/** The service's commands: serve, produce, redrive and classify. */
package io.cmaclip.streams.cli;
