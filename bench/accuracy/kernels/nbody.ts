const count = 8;
/** Place and velocity on three axes. */
const bodies = memory.data(384, 8);

/** Eight bodies that attract each other: how far from the middle they are, squared and summed, after so many steps. */
export function nbody(steps: i32): f64 {
  for (let body = 0; body < count; body++) {
    for (let axis = 0; axis < 3; axis++) {
      write(body, axis, <f64>((body * (7 + axis)) % 11) - 5);
      write(body, axis + 3, 0);
    }
  }
  for (let step = 0; step < steps; step++) advance(0.001);
  let sum: f64 = 0;
  for (let body = 0; body < count; body++) {
    for (let axis = 0; axis < 3; axis++) sum += read(body, axis) * read(body, axis);
  }
  return sum;
}

function advance(time: f64): void {
  for (let one = 0; one < count; one++) {
    for (let other = 0; other < count; other++) {
      const x = read(other, 0) - read(one, 0);
      const y = read(other, 1) - read(one, 1);
      const z = read(other, 2) - read(one, 2);
      const squared = x * x + y * y + z * z + 0.01;
      const pull = (time * <f64>(other + 1)) / (squared * Math.sqrt(squared));
      write(one, 3, read(one, 3) + x * pull);
      write(one, 4, read(one, 4) + y * pull);
      write(one, 5, read(one, 5) + z * pull);
    }
  }
  for (let body = 0; body < count; body++) {
    for (let axis = 0; axis < 3; axis++) write(body, axis, read(body, axis) + time * read(body, axis + 3));
  }
}

function read(body: i32, field: i32): f64 {
  return load<f64>(bodies + ((body * 6 + field) << 3));
}

function write(body: i32, field: i32, value: f64): void {
  store<f64>(bodies + ((body * 6 + field) << 3), value);
}
