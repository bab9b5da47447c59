/**
 * The settings of the service: one table of keys with their documentation, read from a file, the
 * environment and the command line, and validated before anything starts.
 */
package io.cmaclip.streams.config;
