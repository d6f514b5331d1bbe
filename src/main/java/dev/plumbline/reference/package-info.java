/**
 * The tutorial in Java: a network of dense layers, trained by hand-written backpropagation, and nothing else.
 *
 * <p>Start with {@link dev.plumbline.reference.ReferenceRun}: its {@code step} is the whole algorithm, forward and
 * backward, in the tutorial's letters. Rows are examples. {@code X} are the inputs and {@code y} the targets of a batch
 * of n examples. For layer l, {@code W[l]} and {@code b[l]} are weights and bias, {@code Z[l] = A[l-1]·W[l] + b[l]} is
 * the pre-activation and {@code A[l]} the activation; {@code A[0]} is X, the tutorial's l0. {@code dZ[l]} is the
 * tutorial's delta, the derivative of each example's loss with respect to Z[l]. {@code dW[l]} and {@code db[l]} are the
 * gradients of the batch's loss. A comment such as {@code // (n, units)} gives the shape of an array.
 */
@NullMarked
package dev.plumbline.reference;

import org.jspecify.annotations.NullMarked;
