/** Benchmarks: one network, one step of training, on everything that can take it. {@link dev.plumbline.bench.Bench} begins. */
@NullMarked
package dev.plumbline.bench;

import org.jspecify.annotations.NullMarked;
