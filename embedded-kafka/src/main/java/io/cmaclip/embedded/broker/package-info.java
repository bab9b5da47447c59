/**
 * A whole Kafka cluster of one node inside this process, for the demo, the sandbox, the benchmarks
 * and the tests. Reached from 127.0.0.1 only.
 */
package io.cmaclip.embedded.broker;
