/**
 * A small in-process schema registry for demo, sandbox and tests. It implements the part of
 * Confluent's REST API that Avro clients use, with its error codes and compatibility checks.
 */
package io.cmaclip.embedded.registry;
