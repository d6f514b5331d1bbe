/**
 * The tutorial in Java: a network of dense layers, trained by hand-written backpropagation, and nothing else.
 *
 * <p>Start with {@link dev.plumbline.reference.ReferenceRun}: its {@code step} is the whole algorithm, forward beside
 * backward, in the tutorial's letters. Rows are examples. {@code X} are the inputs and {@code y} the targets of a batch
 * of n examples; of layer l, {@code W[l]} and {@code b[l]} are its weights and bias, {@code Z[l] = A[l-1]·W[l] + b[l]}
 * what goes into its activation and {@code A[l]} what comes out; {@code A[0]} is X, the tutorial's l0. {@code dZ[l]} is
 * the tutorial's delta: how an example's loss changes with Z[l]. {@code dW[l]} and {@code db[l]} are the gradients of
 * the batch's loss. A comment such as {@code // (n, units)} gives an array's shape.
 */
@NullMarked
package dev.plumbline.reference;

import org.jspecify.annotations.NullMarked;
