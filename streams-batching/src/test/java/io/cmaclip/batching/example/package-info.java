/** A program that scores reviews, as the README shows it, and the proof that it may be killed. */
package io.cmaclip.batching.example;
