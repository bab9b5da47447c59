/**
 * A small schema registry in this process, for demo, sandbox and tests: the part of Confluent's
 * REST API that Avro clients use, with its error codes and real compatibility checks.
 */
package io.cmaclip.embedded.registry;
