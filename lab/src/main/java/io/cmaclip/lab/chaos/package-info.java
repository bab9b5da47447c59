/**
 * Attacks the promise that every listing is answered exactly once: real services in processes of
 * their own, faults by a seed, and a comparison with an undisturbed run.
 */
package io.cmaclip.lab.chaos;
