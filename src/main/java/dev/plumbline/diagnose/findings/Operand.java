package dev.plumbline.diagnose.findings;

import java.util.List;

/**
 * Numbers that an element of a tensor is computed from.
 *
 * @param name the tensor, with the indices of the numbers: {@code A1[0,:]}
 * @param values the numbers, in this project's notation
 * @param isRecorded whether the network recorded them; otherwise they are recomputed
 */
public record Operand(String name, List<Double> values, boolean isRecorded) {
    public Operand {
        values = List.copyOf(values);
    }
}
