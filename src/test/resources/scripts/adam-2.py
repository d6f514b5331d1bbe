import numpy as np

np.random.seed(0)

class AdamOptimizer:
    '''Adam, see Kingma & Ba, algorithm 1'''

    def __init__(self, learning_rate=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.m = {}
        self.v = {}
        self.t = 0

    def update(self, params, grads):
        self.t += 1
        for key in params.keys():
            if key not in self.m:
                self.m[key] = np.zeros(params[key].shape)
                self.v[key] = np.zeros(params[key].shape)
            self.m[key] = self.beta_1 * self.m[key] + (1 - self.beta_1) * grads[key]
            self.v[key] = self.beta_2 * self.v[key] + (1 - self.beta_2) * np.square(grads[key])
            m_corr = self.m[key] / (1 - self.beta_1 ** self.t)
            v_corr = self.v[key]
            params[key] -= self.learning_rate * m_corr / (np.sqrt(v_corr) + self.epsilon)

class Net:
    def __init__(self):
        self.params = {
            'W1': np.random.randn(2, 10) * np.sqrt(2 / 2), 'b1': np.zeros(10),
            'W2': np.random.randn(10, 2) * np.sqrt(2 / 10), 'b2': np.zeros(2),
        }

    def forward(self, x):
        self.x = x
        self.z = x.dot(self.params['W1']) + self.params['b1']
        self.h = np.maximum(self.z, 0)
        s = self.h.dot(self.params['W2']) + self.params['b2']
        s = s - s.max(axis=1, keepdims=True)
        self.p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
        return self.p

    def backward(self, t):
        n = t.shape[0]
        ds = self.p.copy()
        ds[np.arange(n), t] -= 1
        ds /= n
        dz = ds.dot(self.params['W2'].T)
        dz[self.z <= 0] = 0
        return {'W1': self.x.T.dot(dz), 'b1': dz.sum(0), 'W2': self.h.T.dot(ds), 'b2': ds.sum(0)}

# two noisy rings
n = 100
phi = np.random.rand(n) * 2 * np.pi
rad = np.where(np.arange(n) < n // 2, 0.7, 1.6) + 0.15 * np.random.randn(n)
x = np.stack([rad * np.cos(phi), rad * np.sin(phi)], axis=1)
t = (np.arange(n) >= n // 2).astype(int)

net = Net()
opt = AdamOptimizer()
for i in range(250):
    p = net.forward(x)
    loss = -np.log(p[np.arange(n), t]).mean()
    grads = net.backward(t)
    opt.update(net.params, grads)
    if i % 50 == 0:
        print('step', i, 'loss', loss, 'acc', (p.argmax(1) == t).mean())
