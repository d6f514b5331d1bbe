/**
 * Converts raw columns to the inputs of a network, in the same way in the training and in each prediction: a {@link
 * dev.plumbline.data.preparation.Preparation} is learned from the training part alone and stored with the model.
 */
@NullMarked
package dev.plumbline.data.preparation;

import org.jspecify.annotations.NullMarked;
