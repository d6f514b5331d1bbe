package dev.plumbline.selftest;

import java.util.Set;

/** The faults of a hand-written network. */
record InjectedFaults(Set<InjectedFault> all) {
    boolean has(InjectedFault fault) {
        return all.contains(fault);
    }

    double round(double value) {
        return has(InjectedFault.SINGLE_PRECISION) ? (float) value : value;
    }

    double[][] round(double[][] values) {
        for (double[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] = round(row[j]);
            }
        }
        return values;
    }
}
