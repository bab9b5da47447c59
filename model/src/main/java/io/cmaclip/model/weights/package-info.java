/** Tensors in the Java heap and on disk: safetensors files, number types, first values. */
package io.cmaclip.model.weights;
