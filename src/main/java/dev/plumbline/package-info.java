/**
 * The library in a few lines: {@link dev.plumbline.Plumbline} reads or takes a network, trains and checks it; {@link
 * dev.plumbline.TrainedNetwork} is the result of a training.
 */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
