package dev.plumbline.audit;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.handrolled.TrainingStart;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A network of DJL on PyTorch, with 64 bits. {@code Trainer.step()} refuses these, so the optimizer is called here. */
final class DjlNetwork implements HandRolledNetwork {
    private final Optimizer optimizer;
    private final Loss loss;
    private final List<Linear> linear = new ArrayList<>();
    private NDManager manager;
    private Trainer trainer;
    private boolean isClassifier;

    DjlNetwork(Optimizer optimizer, Loss loss) {
        this.optimizer = optimizer;
        this.loss = loss;
    }

    @Override
    public void start(double[][][] weights, double[][] biases) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(TrainingStart start) {
        NetworkSpec spec = start.network();
        isClassifier = spec.outputs() > 1;
        SequentialBlock block = new SequentialBlock();
        for (Layer layer : spec.layers()) {
            Linear next = Linear.builder().setUnits(layer.units()).build();
            linear.add(next);
            block.add(next);
            if (layer.activation() instanceof Activation.Sigmoid) {
                block.add(ai.djl.nn.Activation.sigmoidBlock());
            } else if (layer.activation() instanceof Activation.Tanh) {
                block.add(ai.djl.nn.Activation.tanhBlock());
            }
        }
        Model model = Model.newInstance("audit", "PyTorch");
        model.setDataType(DataType.FLOAT64);
        model.setBlock(block);
        trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(optimizer));
        trainer.initialize(new Shape(1, spec.inputs()));
        manager = trainer.getManager();
        for (int layer = 0; layer < linear.size(); layer++) {
            double[][] rows = start.weights()[layer];
            double[] transposed = IntStream.range(0, rows[0].length)
                    .boxed()
                    .flatMapToDouble(unit -> Arrays.stream(rows).mapToDouble(row -> row[unit]))
                    .toArray();
            parameter(layer, "weight").set(transposed);
            parameter(layer, "bias").set(start.biases()[layer]);
        }
    }

    private NDArray parameter(int layer, String name) {
        return linear.get(layer).getDirectParameters().get(name).getArray();
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList predicted = trainer.forward(new NDList(manager.create(x)));
            NDArray labels = isClassifier
                    ? manager.create(Arrays.stream(y).mapToLong(Settings::label).toArray())
                    : manager.create(y);
            NDArray value = loss.evaluate(new NDList(labels), predicted);
            collector.backward(value);
            tape.loss(value.getDouble());
        }
        for (int layer = 0; layer < linear.size(); layer++) {
            tape.dW(layer + 1, columns(parameter(layer, "weight").getGradient()));
            tape.db(layer + 1, parameter(layer, "bias").getGradient().toDoubleArray());
        }
        for (Linear block : linear) {
            for (Parameter parameter : block.getDirectParameters().values()) {
                NDArray array = parameter.getArray();
                optimizer.update(parameter.getId(), array, array.getGradient());
            }
        }
        for (int layer = 0; layer < linear.size(); layer++) {
            tape.W(layer + 1, columns(parameter(layer, "weight")));
            tape.b(layer + 1, parameter(layer, "bias").toDoubleArray());
        }
    }

    /** A row for each input: DJL's weights are units × inputs. */
    private static double[][] columns(NDArray weights) {
        int units = (int) weights.getShape().get(0);
        int inputs = (int) weights.getShape().get(1);
        double[] numbers = weights.toDoubleArray();
        return IntStream.range(0, inputs)
                .mapToObj(input -> IntStream.range(0, units)
                        .mapToDouble(unit -> numbers[unit * inputs + input])
                        .toArray())
                .toArray(double[][]::new);
    }
}
