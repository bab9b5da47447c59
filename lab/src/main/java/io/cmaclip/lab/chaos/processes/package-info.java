/** Main classes of a chaos run's processes: brokers, registry, services. */
package io.cmaclip.lab.chaos.processes;
