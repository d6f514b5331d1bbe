package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** The weights of examples by their classes. */
public final class ClassWeights {
    private static final String PATH = "training.class_weight";

    private final List<String> names; // in the order of the outputs
    private final int[] classOf; // for each example the number of its class

    private ClassWeights(List<String> names, int[] classOf) {
        this.names = names;
        this.classOf = classOf;
    }

    /**
     * The classes of targets: 1 at the class of an example, 0 or -1 elsewhere; a single target is 1 for the second of two
     * classes.
     *
     * @param targets examples × outputs, row by row
     * @param named the names of the classes; empty if they have none
     * @throws InvalidSpecException if a target is no class
     */
    public static ClassWeights of(double[] targets, int outputs, List<String> named) {
        int classes = Math.max(2, outputs);
        List<String> names = named.size() == classes
                ? named
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        int[] classOf = new int[targets.length / outputs];
        for (int example = 0; example < classOf.length; example++) {
            int ones = 0;
            for (int i = 0; i < outputs; i++) {
                double target = targets[example * outputs + i];
                if (target == 1) {
                    ones++;
                    classOf[example] = outputs == 1 ? 1 : i;
                } else if (target != 0 && target != -1) {
                    throw refused(
                            ErrorKind.INVALID_COMBINATION,
                            "the targets are no classes: the training part has a target of " + target,
                            "no `class_weight`, or a target that names a class");
                }
            }
            if (ones != 1 && outputs > 1) {
                throw refused(
                        ErrorKind.INVALID_COMBINATION,
                        "a training example has " + ones + " classes",
                        "no `class_weight`, or one class for each example");
            }
        }
        return new ClassWeights(names, classOf);
    }

    /**
     * The weight of each class, in the order of the outputs.
     *
     * @throws InvalidSpecException if the weights are not those of these classes
     */
    public ClassWeight.ByClass resolve(ClassWeight weight) {
        if (weight instanceof ClassWeight.ByClass given) {
            if (!new HashSet<>(names).equals(new HashSet<>(given.classes()))) {
                throw refused(
                        ErrorKind.UNKNOWN_CATEGORY,
                        "the weights are those of " + String.join(", ", given.classes()),
                        "a weight for each class: " + String.join(", ", names));
            }
            return new ClassWeight.ByClass(
                    names,
                    names.stream()
                            .map(name -> given.weights().get(given.classes().indexOf(name)))
                            .toList());
        }
        int[] counts = new int[names.size()];
        Arrays.stream(classOf).forEach(number -> counts[number]++);
        return balanced(names, counts);
    }

    /**
     * The weights with which all classes count equally: n / (classes · examples of the class).
     *
     * @param counts the number of examples of each class
     * @throws InvalidSpecException if a class has no examples
     */
    private static ClassWeight.ByClass balanced(List<String> names, int[] counts) {
        double examples = Arrays.stream(counts).sum();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw refused(
                        ErrorKind.UNKNOWN_CATEGORY,
                        "the training part has no example of the class `" + names.get(i) + "`",
                        "examples of every class, or a weight for each class");
            }
        }
        return new ClassWeight.ByClass(
                names,
                Arrays.stream(counts)
                        .mapToObj(count -> examples / (counts.length * (double) count))
                        .toList());
    }

    /** The weight of each example. */
    public double[] ofExamples(ClassWeight weight) {
        List<Double> weights = resolve(weight).weights();
        return Arrays.stream(classOf).mapToDouble(weights::get).toArray();
    }

    private static InvalidSpecException refused(ErrorKind kind, String message, String allowed) {
        return new InvalidSpecException(List.of(new Problem(kind, PATH, message, allowed)));
    }
}
