/**
 * The service's settings: one table of keys that says what each means, read from a file, the
 * environment and the command line, checked as a whole before anything starts.
 */
package io.cmaclip.streams.config;
