// A number is in its slot; an object is a reference to a tree of cells.
let meaningOfLife = 42;
const data = {
  users: [
    {
      username: 'ada',
      email: 'ada@example.com',
      articles: [{ title: 'Notes', url: '/notes' }],
    },
  ],
};
console.log(meaningOfLife, data.users.length);
