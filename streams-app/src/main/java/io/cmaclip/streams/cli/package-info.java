/** The service's commands: serve, sandbox, produce, redrive, demo, chaos, bench service. */
package io.cmaclip.streams.cli;
