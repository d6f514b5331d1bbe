package dev.plumbline.scaffold;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network as a training loop of PyTorch, which {@code check} runs as it stands. */
public final class PyTorchScaffold {
    private final NetworkSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    private PyTorchScaffold(NetworkSpec spec) {
        this.spec = Distributed.requireOne(spec, "a scaffold");
    }

    /**
     * The scaffold of a network.
     *
     * @param file the network's file, in the user's notation, for the commands in the comments
     * @param directory the directory of the scaffold, with a slash at the end, or empty; for the same commands
     * @throws InvalidSpecException with everything of the network that PyTorch lacks or computes in another way
     */
    public static Scaffold of(NetworkSpec spec, String file, String directory) {
        return new PyTorchScaffold(spec).written(file, directory);
    }

    private Scaffold written(String file, String directory) {
        String name = ScaffoldNames.of(spec.name(), Language.PYTHON);
        String source = Scaffold.quoted(directory + name + ".py");
        String check = "plumbline experiment " + Scaffold.quoted(file) + " -o "
                + Scaffold.quoted(directory + name + ".npz") + "\nplumbline check " + source;
        Map<String, Object> values = new HashMap<>();
        values.put("headline", ScaffoldNames.plain(spec.name().replace('\n', ' ')));
        values.put("check", ScaffoldNames.plain(check).lines().toList());
        values.put("modules", modules());
        values.put("type", spec.precision() == Precision.F32 ? "float32" : "float64");
        values.put("loss", loss());
        values.put("optimizer", optimizer());
        values.put("epochs", spec.training().epochs());
        values.put("shuffles", spec.training().shuffle());
        values.put(
                "batch",
                Schema.wordOf(spec.training().batchSize()).equals("all")
                        ? "len(X)"
                        : spec.training().examplesOfStep(Integer.MAX_VALUE));
        if (spec.isWeighted()) {
            refuse("data", "weights of examples or classes", "examples of equal weight");
        }
        InvalidSpecException.throwIfAny(problems);
        return new Scaffold(name + ".py", Templates.filled("pytorch.mustache", values), check, "python3 " + source);
    }

    private String refuse(String path, String what, String allowed) {
        problems.add(
                new Problem(ErrorKind.NOT_TRANSLATABLE, path, "scaffolds in PyTorch do not support " + what, allowed));
        return "";
    }

    private List<String> modules() {
        List<String> modules = new ArrayList<>();
        for (int l = 0; l < spec.layers().size(); l++) {
            Layer layer = spec.layers().get(l);
            String path = "layers[" + l + "].";
            layer.dropout().ifPresent(dropout -> modules.add("nn.Dropout(" + dropout.dropProbability() + ")"));
            modules.add(
                    "nn.Linear(" + spec.inputsOf(l) + ", " + layer.units() + (layer.bias() ? ")" : ", bias=False)"));
            String activation = activation(layer.activation(), path);
            if (!activation.isEmpty() && !(l == spec.layers().size() - 1 && isCategorical())) {
                modules.add("nn." + activation);
            }
            layer.regularization().ifPresent(option -> refuse(path + "regularization", "`regularization`", "none"));
            layer.gradientNormalization()
                    .ifPresent(option -> refuse(path + "gradient_normalization", "`gradient_normalization`", "none"));
            layer.constraint().ifPresent(option -> refuse(path + "constraint", "`constraint`", "none"));
            layer.learningRate().ifPresent(rate -> refuse(path + Optimizer.RATE, "a layer's learning rate", "none"));
        }
        return modules;
    }

    private String activation(Activation activation, String path) {
        return switch (Schema.wordOf(activation)) {
            case "identity" -> "";
            case "sigmoid" -> "Sigmoid()";
            case "tanh" -> "Tanh()";
            case "relu" -> "ReLU()";
            case "relu6" -> "ReLU6()";
            case "elu" -> "ELU()";
            case "selu" -> "SELU()";
            case "softplus" -> "Softplus()";
            case "softsign" -> "Softsign()";
            case "swish" -> "SiLU()";
            case "mish" -> "Mish()";
            case "softmax" -> "Softmax(dim=1)";
            case "leaky_relu" -> "LeakyReLU(" + ((Activation.LeakyRelu) activation).alpha() + ")";
            default ->
                refuse(
                        path + "activation",
                        "the word `" + Schema.wordOf(activation) + "`, which PyTorch lacks or computes in another way",
                        "identity, sigmoid, tanh, relu, leaky_relu, relu6, elu, selu, softplus, softsign, swish, mish,"
                                + " softmax");
        };
    }

    private boolean isCategorical() {
        return Schema.wordOf(spec.loss()).equals("categorical_cross_entropy");
    }

    /** The loss of a batch; the reduction "sum" sums over the outputs too, "mean" divides by their number. */
    private String loss() {
        boolean isMean = spec.reduction() == Reduction.MEAN;
        String ofSum = "(outputs, y[rows], reduction=\"sum\")" + (isMean ? " / len(rows)" : "");
        String ofMean = isMean ? "(outputs, y[rows])" : "(outputs, y[rows], reduction=\"sum\") / y.shape[1]";
        return switch (Schema.wordOf(spec.loss())) {
            case "half_squared_error" -> "0.5 * F.mse_loss" + ofSum;
            case "squared_error" -> "F.mse_loss" + ofSum;
            case "mean_squared_error" -> "F.mse_loss" + ofMean;
            case "absolute_error" -> "F.l1_loss" + ofSum;
            case "mean_absolute_error" -> "F.l1_loss" + ofMean;
            case "huber" -> "F.huber_loss" + withDelta(ofSum, ((Loss.Huber) spec.loss()).delta());
            case "mean_huber" -> "F.huber_loss" + withDelta(ofMean, ((Loss.MeanHuber) spec.loss()).delta());
            case "binary_cross_entropy" -> "F.binary_cross_entropy" + ofSum;
            case "categorical_cross_entropy" ->
                "F.cross_entropy" + (isMean ? ofMean : ofSum); // of pre-activations; it applies the softmax
            default ->
                refuse(
                        "loss",
                        "the word `" + Schema.wordOf(spec.loss()) + "`",
                        "the squared and absolute errors, huber, mean_huber, binary_cross_entropy, categorical_cross_entropy");
        };
    }

    private static String withDelta(String arguments, double delta) {
        return arguments.replace("y[rows]", "y[rows], delta=" + delta);
    }

    private String optimizer() {
        Optimizer optimizer = spec.training().optimizer();
        String path = "training.optimizer";
        Optional<LearningRate> rate = optimizer.rate();
        if (rate.isPresent() && !(rate.get() instanceof LearningRate.Constant)) {
            return refuse(path + "." + Optimizer.RATE, "a learning rate that changes", "a constant number");
        }
        String lr = rate.map(word -> ", lr=" + ((LearningRate.Constant) word).value())
                .orElse("");
        if (optimizer instanceof Optimizer.Sgd) {
            return "SGD(model.parameters()" + lr + ")";
        } else if (optimizer instanceof Optimizer.Momentum some) {
            return "SGD(model.parameters()" + lr + ", momentum=" + some.momentum() + ")";
        } else if (optimizer instanceof Optimizer.Nesterov some) {
            return "SGD(model.parameters()" + lr + ", momentum=" + some.momentum() + ", nesterov=True)";
        } else if (optimizer instanceof Optimizer.Adam some && isCorrected(some.epsilonOn())) {
            return "Adam(model.parameters()" + lr + betas(some.beta1(), some.beta2(), some.epsilon()) + ")";
        } else if (optimizer instanceof Optimizer.Amsgrad some && isCorrected(some.epsilonOn())) {
            return "Adam(model.parameters()" + lr + betas(some.beta1(), some.beta2(), some.epsilon())
                    + ", amsgrad=True)";
        } else if (optimizer instanceof Optimizer.Rmsprop some
                && Schema.wordOf(some.initialMean()).equals("zero")) {
            return "RMSprop(model.parameters()" + lr + ", alpha=" + some.decay() + ", eps=" + some.epsilon() + ")";
        } else if (optimizer instanceof Optimizer.Adagrad some) {
            return "Adagrad(model.parameters()" + lr + ", initial_accumulator_value=" + some.initialSum() + ", eps="
                    + some.epsilon() + ")";
        } else if (optimizer instanceof Optimizer.Adadelta some) {
            return "Adadelta(model.parameters(), rho=" + some.decay() + ", eps=" + some.epsilon() + ")";
        }
        return refuse(
                path,
                "the word `" + Schema.wordOf(optimizer) + "` as it is here, which PyTorch computes in another way",
                "sgd, momentum, nesterov, adam and amsgrad with `epsilon_on: corrected`, rmsprop with"
                        + " `initial_mean: zero`, adagrad, adadelta");
    }

    private static boolean isCorrected(Object position) {
        return Schema.wordOf(position).equals("corrected");
    }

    private static String betas(double beta1, double beta2, double epsilon) {
        return ", betas=(" + beta1 + ", " + beta2 + "), eps=" + epsilon;
    }
}
