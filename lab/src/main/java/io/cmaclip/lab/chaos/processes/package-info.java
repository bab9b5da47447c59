/** What a chaos run starts: brokers, registry and services in processes of their own. */
package io.cmaclip.lab.chaos.processes;
