package dev.plumbline.model;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.spec.data.DataSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of predictions: classes if the targets were classes, otherwise the names of the outputs.
 *
 * @param classes the names of the classes; empty if the outputs are numbers
 * @param outputs the names of the outputs
 */
public record Predictions(List<String> classes, List<String> outputs) {
    public Predictions {
        classes = List.copyOf(classes);
        outputs = List.copyOf(outputs);
    }

    /** The names of a model's outputs. */
    public static Predictions of(Model model) {
        List<String> classes = model.preparation().classes();
        int width = model.spec().outputs();
        if (!classes.isEmpty()) {
            return new Predictions(classes, width == 1 ? List.of(classes.get(1)) : classes);
        }
        if (model.spec().data() instanceof DataSource.Csv csv && csv.targets().size() == width) {
            return new Predictions(List.of(), csv.targets());
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            names.add(width == 1 ? "output" : "output" + i);
        }
        return new Predictions(List.of(), names);
    }

    /** The name of the class that a row of outputs predicts; "NaN" if one of them is. */
    public String classOf(Matrix outputs, int row) {
        return ClassificationMetrics.hasNaN(outputs, row)
                ? "NaN"
                : classes.get(ClassificationMetrics.classOf(outputs, row));
    }

    /**
     * The probabilities of the classes in a row of outputs: the outputs themselves or, if two classes share one output
     * ŷ, 1 − ŷ and ŷ.
     */
    public List<Double> probabilities(Matrix outputs, int row) {
        if (outputs.columns() == 1 && classes.size() == 2) {
            double second = outputs.get(row, 0);
            return List.of(1 - second, second);
        }
        List<Double> values = new ArrayList<>();
        for (int j = 0; j < outputs.columns(); j++) {
            values.add(outputs.get(row, j));
        }
        return values;
    }
}
