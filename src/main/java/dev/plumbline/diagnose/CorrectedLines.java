package dev.plumbline.diagnose;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Schema;
import java.util.Locale;

/** The lines that are right, with the letters of a layer put in. */
final class CorrectedLines {
    private final NetworkSpec spec;
    private final int layer;

    CorrectedLines(NetworkSpec spec, int layer) {
        this.spec = spec;
        this.layer = layer;
    }

    /** What a mistake in this layer is explained with. */
    Explanation of(Mistake mistake, String because) {
        String loop = filled(mistake.loop(), true);
        return new Explanation(
                mistake, because, filled(mistake.formula(), false), filled(mistake.numpy(), false), loop, kotlin(loop));
    }

    private static String kotlin(String java) {
        return java.replace("new double[inputs][units]", "Array(inputs) { DoubleArray(units) }")
                .replaceAll("double\\[\\]\\[\\] (\\w+)", "val $1: Array<DoubleArray>")
                .replaceAll(" (\\S+ > 0|training) \\? (\\S+(?: \\* \\S+ / \\S+)?) : ", " if ($1) $2 else ")
                .replaceAll("; //", " //")
                .replaceAll(";$", "")
                .replace("x.length", "x.size");
    }

    private String filled(String line, boolean loop) {
        String below = layer == 1 ? (loop ? "x" : "X") : (loop ? "a" : "A") + (layer - 1);
        return line.replace("{slope}", slope(loop))
                .replace("{error}", error(loop))
                .replace("{loss}", loss())
                .replace(loop ? "a{k}" : "A{k}", below)
                .replace("{l}", String.valueOf(layer))
                .replace("{k}", String.valueOf(layer - 1))
                .replace("{m}", String.valueOf(layer + 1));
    }

    private String slope(boolean loop) {
        Activation f =
                spec.layers().get(Math.min(layer, spec.layers().size()) - 1).activation();
        String a = loop ? "a{l}[s][j]" : "A{l}";
        String z = loop ? "z{l}[s][j]" : "Z{l}";
        if (f instanceof Activation.Sigmoid) {
            return a + " * (1 - " + a + ")";
        }
        if (f instanceof Activation.Tanh) {
            return "(1 - " + a + " * " + a + ")";
        }
        if (f instanceof Activation.Identity) {
            return "1";
        }
        if (f instanceof Activation.Relu) {
            return loop ? "(" + z + " > 0 ? 1 : 0)" : "(" + z + " > 0)";
        }
        return "slope(" + z + ")";
    }

    private String error(boolean loop) {
        String a = loop ? "a{l}[s][j]" : "A{l}";
        String y = loop ? "y[s][j]" : "y";
        String difference = "(" + a + " - " + y + ")";
        if (spec.loss() instanceof Loss.HalfSquaredError) {
            return difference;
        }
        if (spec.loss() instanceof Loss.SquaredError) {
            return "2 * " + difference;
        }
        if (spec.loss() instanceof Loss.MeanSquaredError) {
            return "2 * " + difference + " / outputs";
        }
        if (spec.loss() instanceof Loss.BinaryCrossEntropy) {
            return difference + " / (" + a + " * (1 - " + a + "))";
        }
        return "slope_of_loss(" + a + ", " + y + ")";
    }

    private String loss() {
        String reduced = spec.reduction().name().toLowerCase(Locale.ROOT);
        return reduced + "(" + Schema.wordOf(spec.loss()) + ")";
    }
}
