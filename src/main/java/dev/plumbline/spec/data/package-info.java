/**
 * The description of the data of a network: the sources, the columns of a table, their preparation, and the examples that
 * are held out of the training.
 */
@NullMarked
package dev.plumbline.spec.data;

import org.jspecify.annotations.NullMarked;
