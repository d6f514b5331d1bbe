package dev.plumbline.data.preparation;

import dev.plumbline.math.ExactSums;
import dev.plumbline.spec.data.Scaling;
import java.util.List;

/** What a preparation learns from the rows of the training part, wherever these are. NaN is a missing value. */
public interface TrainingColumns {
    /** The columns and the rules of the table, with rows or without. */
    RawExamples raw();

    /**
     * The statistics of each column.
     *
     * @param fills for each column the value that stands for missing ones, or NaN to leave them out
     */
    ColumnStatistics statistics(double[] fills);

    /** For each column Σ (x − center)², with the same fills. */
    ExactSums squares(double[] fills, double[] centers);

    /** The median of the present values of a column; for an even number of them, the mean of the two in the middle. */
    double median(int column);

    /** The targets as the columns, or their logarithms if these are scaled; none of their values is missing. */
    TrainingColumns targets(Scaling how);

    /** The distinct texts of a categorical column, in any order. */
    List<String> texts(int column);
}
