/**
 * A lint rule: no `**`. Engines compute powers differently in the last bit, and no ready-made rule forbids the
 * operator as `no-restricted-properties` forbids `Math.pow`.
 */
const noPowerOperator = {
  create(context) {
    const check = (node) => {
      if (node.operator === '**' || node.operator === '**=') {
        context.report({ node, message: 'Use the project’s own power: `**` differs between engines.' });
      }
    };
    return { BinaryExpression: check, AssignmentExpression: check };
  },
};

export default { meta: { name: 'stave' }, rules: { 'no-power-operator': noPowerOperator } };
