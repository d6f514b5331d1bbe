import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;

/** It almost learns: its loss is the mean over the batch, and its gradient is the sum. */
public class AlmostNet implements HandRolledNetwork {
    private double[][] W1; // 2 x 3
    private double[] b1; // 3
    private double[][] W2; // 3 x 1
    private double[] b2; // 1

    @Override
    public void start(double[][][] weights, double[][] biases) {
        W1 = weights[0];
        b1 = biases[0];
        W2 = weights[1];
        b2 = biases[1];
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        int n = x.length;
        double[][] a1 = layer(x, W1, b1);
        double[][] a2 = layer(a1, W2, b2);
        double[][] dZ2 = new double[n][1];
        double[][] dZ1 = new double[n][3];
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double error = a2[i][0] - y[i][0];
            loss += 0.5 * error * error / n;
            dZ2[i][0] = error * a2[i][0] * (1 - a2[i][0]);
            for (int j = 0; j < 3; j++) {
                dZ1[i][j] = dZ2[i][0] * W2[j][0] * a1[i][j] * (1 - a1[i][j]);
            }
        }
        double[][] dW1 = gradient(x, dZ1);
        double[][] dW2 = gradient(a1, dZ2);
        descend(W1, b1, dW1, dZ1);
        descend(W2, b2, dW2, dZ2);
        tape.loss(loss).A(1, a1).A(2, a2).dZ(2, dZ2).dZ(1, dZ1).dW(2, dW2).dW(1, dW1);
        tape.W(1, W1).W(2, W2).b(1, b1).b(2, b2);
    }

    private static double[][] layer(double[][] x, double[][] w, double[] b) {
        double[][] a = new double[x.length][b.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < b.length; k++) {
                double z = b[k];
                for (int j = 0; j < w.length; j++) {
                    z += x[i][j] * w[j][k];
                }
                a[i][k] = 1 / (1 + Math.exp(-z));
            }
        }
        return a;
    }

    private static double[][] gradient(double[][] x, double[][] dZ) {
        double[][] dW = new double[x[0].length][dZ[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < dW.length; j++) {
                for (int k = 0; k < dW[j].length; k++) {
                    dW[j][k] += x[i][j] * dZ[i][k];
                }
            }
        }
        return dW;
    }

    private static void descend(double[][] w, double[] b, double[][] dW, double[][] dZ) {
        for (int k = 0; k < b.length; k++) {
            for (int j = 0; j < w.length; j++) {
                w[j][k] -= 0.5 * dW[j][k];
            }
            for (double[] delta : dZ) {
                b[k] -= 0.5 * delta[k] / dZ.length;
            }
        }
    }
}
