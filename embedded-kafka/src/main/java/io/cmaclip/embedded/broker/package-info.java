/** Kafka nodes inside this process, for demo, sandbox, benchmarks and tests; loopback only. */
package io.cmaclip.embedded.broker;
