/** The service's commands: serve, sandbox, produce, redrive, demo, bench service. */
package io.cmaclip.streams.cli;
