package dev.plumbline.dl4j.export;

import dev.plumbline.spec.Initializer;
import dev.plumbline.trace.LayerWeights;
import java.util.List;
import java.util.Optional;

/**
 * The initial weights of one layer as an expression of a generated program. The program draws the same numbers as the
 * experiment; weights that were not drawn are among its arrays.
 *
 * @param layer the number of the layer, counted from 0
 * @param initial its weights before the first step
 */
record ProgramWeights(ProgramArrays arrays, int layer, LayerWeights initial) implements Initializer.Cases<String> {

    private int inputs() {
        return initial.weights().rows();
    }

    private int units() {
        return initial.weights().columns();
    }

    @Override
    public String constant(double value) {
        return "Nd4j.valueArrayOf(new long[] {" + inputs() + ", " + units() + "}, " + value + ", TYPE)";
    }

    @Override
    public String uniform(double low, double high) {
        return uniform(Double.toString(low), Double.toString(high));
    }

    @Override
    public String normal(double mean, double standardDeviation) {
        return normal(Double.toString(mean), Double.toString(standardDeviation));
    }

    @Override
    public String glorotUniform() {
        return uniformWithin("Math.sqrt(6.0 / (" + inputs() + " + " + units() + "))");
    }

    @Override
    public String glorotNormal() {
        return normal("0", "Math.sqrt(2.0 / (" + inputs() + " + " + units() + "))");
    }

    @Override
    public String heUniform() {
        return uniformWithin("Math.sqrt(6.0 / " + inputs() + ")");
    }

    @Override
    public String heNormal() {
        return normal("0", "Math.sqrt(2.0 / " + inputs() + ")");
    }

    @Override
    public String truncatedNormal(double mean, double standardDeviation) {
        return matrix(
                "random.truncatedNormal(" + mean + ", " + standardDeviation + ", " + inputs() + " * " + units() + ")");
    }

    @Override
    public String lecunUniform() {
        return uniformWithin("Math.sqrt(3.0 / " + inputs() + ")");
    }

    @Override
    public String lecunNormal() {
        return normal("0", "Math.sqrt(1.0 / " + inputs() + ")");
    }

    @Override
    public String orthogonal(double gain) {
        return matrix("Orthogonal.draw(random, " + gain + ", " + inputs() + ", " + units() + ")");
    }

    @Override
    public String identity() {
        return "eye(" + inputs() + ", " + units() + ")";
    }

    @Override
    public String given(List<List<Double>> weights) {
        return handed();
    }

    @Override
    public String npy(Initializer.Npy npy) {
        return handed();
    }

    @Override
    public String npz(Initializer.Npz npz) {
        return handed();
    }

    private String handed() {
        return arrays.of("W" + (layer + 1), initial.weights()) + ".castTo(TYPE)";
    }

    /** Whether the initial weights are numbers of the network file or of another file. */
    static boolean isHanded(Initializer init) {
        return init instanceof Initializer.Given || init instanceof Initializer.Npy || init instanceof Initializer.Npz;
    }

    /** The expression of the initial bias, if the initial weights include one. */
    Optional<String> bias(Initializer init) {
        return initial.bias()
                .filter(row -> isHanded(init))
                .map(row -> arrays.of("b" + (layer + 1), row).replace("\n", "\n    "));
    }

    private String uniformWithin(String bound) {
        return uniform("-" + bound, bound);
    }

    private String uniform(String low, String high) {
        return matrix("random.uniform(" + low + ", " + high + ", " + inputs() + " * " + units() + ")");
    }

    private String normal(String mean, String standardDeviation) {
        return matrix("random.normal(" + mean + ", " + standardDeviation + ", " + inputs() + " * " + units() + ")");
    }

    private String matrix(String values) {
        return "matrix(" + inputs() + ", " + units() + ", " + values + ")";
    }
}
