/** Tensors in the Java heap and in safetensors files, element types, initial values. */
package io.cmaclip.model.weights;
