package dev.plumbline.dl4j;

import dev.plumbline.spec.Initializer;

/**
 * The initial weights of one layer as an expression of a generated program, drawn as an experiment draws them.
 *
 * @param inputs rows
 * @param units columns
 */
record ProgramWeights(int inputs, int units) implements Initializer.Cases<String> {

    @Override
    public String constant(double value) {
        return "Nd4j.valueArrayOf(new long[] {" + inputs + ", " + units + "}, " + value + ", TYPE)";
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
        return uniformWithin("Math.sqrt(6.0 / (" + inputs + " + " + units + "))");
    }

    @Override
    public String glorotNormal() {
        return normal("0", "Math.sqrt(2.0 / (" + inputs + " + " + units + "))");
    }

    @Override
    public String heUniform() {
        return uniformWithin("Math.sqrt(6.0 / " + inputs + ")");
    }

    @Override
    public String heNormal() {
        return normal("0", "Math.sqrt(2.0 / " + inputs + ")");
    }

    private String uniformWithin(String bound) {
        return uniform("-" + bound, bound);
    }

    private String uniform(String low, String high) {
        return matrix("random.uniform(" + low + ", " + high + ", " + inputs + " * " + units + ")");
    }

    private String normal(String mean, String standardDeviation) {
        return matrix("random.normal(" + mean + ", " + standardDeviation + ", " + inputs + " * " + units + ")");
    }

    private String matrix(String values) {
        return "matrix(" + inputs + ", " + units + ", " + values + ")";
    }
}
