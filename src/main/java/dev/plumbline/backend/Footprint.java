package dev.plumbline.backend;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An estimate of the memory that a training takes, by purpose. Small and short-lived objects are left out.
 *
 * <p>With P weights and biases, U units in all layers, N examples and n in a batch, a step's tensors are Z, A and dZ of
 * each layer, 3 n U numbers, and dW, uW and W, 3 P numbers.
 *
 * @param parts the purposes with their bytes
 */
public record Footprint(List<Part> parts) {
    public Footprint {
        parts = List.copyOf(parts);
    }

    /**
     * The memory for one purpose.
     *
     * @param purpose a few words
     * @param heap bytes of Java's heap
     * @param offHeap bytes that DL4J's native code holds
     */
    public record Part(String purpose, long heap, long offHeap) {
        /** All of its bytes. */
        public long bytes() {
            return heap + offHeap;
        }
    }

    /** The memory of a training on DL4J. */
    public static Footprint ofDl4j(NetworkSpec spec, long examples) {
        return new Footprint(join(common(spec, examples), dl4j(spec, examples)));
    }

    /** The memory of a training on the reference. */
    public static Footprint ofReference(NetworkSpec spec, long examples) {
        return new Footprint(join(common(spec, examples), reference(spec, examples, 1)));
    }

    /** The memory of a check: DL4J once and the reference twice. */
    public static Footprint ofCheck(NetworkSpec spec, long examples) {
        List<Part> engines = join(dl4j(spec, examples), reference(spec, examples, 2));
        return new Footprint(join(common(spec, examples), engines));
    }

    private static List<Part> join(List<Part> some, List<Part> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<Part> common(NetworkSpec spec, long examples) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("examples", bytes(8, numbersIn(spec, examples)), 0));
        parts.add(new Part("initial weights", bytes(8, spec.parameters()), 0));
        double dropping = IntStream.range(0, spec.layers().size())
                .filter(layer -> spec.layers().get(layer).dropout().isPresent())
                .mapToDouble(spec::inputsOf)
                .sum();
        if (dropping > 0) {
            parts.add(new Part("dropout masks of a batch", bytes(8, batch(spec, examples) * dropping), 0));
        }
        return parts;
    }

    private static List<Part> dl4j(NetworkSpec spec, long examples) {
        int width = spec.precision() == Precision.F64 ? 8 : 4;
        double p = spec.parameters();
        double ofExamples = numbersIn(spec, examples) + examples * units(spec);
        double batch = 3 * batch(spec, examples) * units(spec);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("DL4J's weights and gradients", 0, bytes(width, 2 * p)));
        parts.add(new Part("DL4J's examples and activations", 0, bytes(width, ofExamples + batch)));
        parts.add(new Part("DL4J's recorded step", bytes(8, 4 * p + batch), 0));
        return parts;
    }

    private static List<Part> reference(NetworkSpec spec, long examples, int runs) {
        double p = spec.parameters();
        double step = 4 * p + 3 * batch(spec, examples) * units(spec); // and the weights from before it
        String purpose = runs == 1 ? "the reference's step" : "the reference's steps, two at a time";
        return List.of(
                new Part(purpose, bytes(8, runs * step), 0),
                new Part("the reference's activations", bytes(8, examples * units(spec)), 0));
    }

    /**
     * Calculated in floating point, so that no product overflows; a result that is too large becomes the largest long.
     */
    private static long bytes(int width, double numbers) {
        return (long) Math.min(width * numbers, Long.MAX_VALUE / 64.0);
    }

    private static double numbersIn(NetworkSpec spec, double examples) {
        return examples * ((double) spec.inputs() + spec.outputs());
    }

    private static double batch(NetworkSpec spec, long examples) {
        return spec.training().examplesOfStep((int) Math.min(examples, Integer.MAX_VALUE));
    }

    private static double units(NetworkSpec spec) {
        return spec.layers().stream().mapToDouble(Layer::units).sum();
    }

    /** Bytes of Java's heap. */
    public long heap() {
        return parts.stream().mapToLong(Part::heap).sum();
    }

    /** Bytes that DL4J's native code holds. */
    public long offHeap() {
        return parts.stream().mapToLong(Part::offHeap).sum();
    }

    /** All bytes. */
    public long bytes() {
        return heap() + offHeap();
    }

    /**
     * The problem if the memory is not enough, at the units of the widest layer.
     *
     * @param heapLimit the bytes that Java's heap can take; DL4J takes at most the same number in addition
     * @param physical the bytes of memory that the machine has
     */
    public Optional<Problem> refusal(NetworkSpec spec, long heapLimit, long physical) {
        String what;
        if (bytes() > physical) {
            what = String.format(Locale.ROOT, "%,d bytes of memory; this machine has %,d", bytes(), physical);
        } else if (Math.max(heap(), offHeap()) > heapLimit) {
            what = String.format(
                    Locale.ROOT,
                    "%,d bytes of memory, %,d of them on Java's heap; Java may take %,d here",
                    bytes(),
                    heap(),
                    heapLimit);
        } else {
            return Optional.empty();
        }
        String allowed = bytes() > physical
                ? "fewer units, smaller batches or fewer examples"
                : "fewer units, or a larger heap, such as PLUMBLINE_JAVA_OPTS=-Xmx"
                        + (Math.max(heap(), offHeap()) / (1L << 30) + 1)
                        + "g";
        int widest = 0;
        for (int i = 1; i < spec.layers().size(); i++) {
            if (spec.layers().get(i).units() > spec.layers().get(widest).units()) {
                widest = i;
            }
        }
        return Optional.of(new Problem(
                ErrorKind.TOO_LITTLE_MEMORY,
                "layers[" + widest + "].units",
                "this network would need " + what,
                allowed));
    }
}
