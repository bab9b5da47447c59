/**
 * Chaos test of exactly-once: services in separate processes, faults determined by a seed, and a
 * comparison with a reference run without faults.
 */
package io.cmaclip.lab.chaos;
