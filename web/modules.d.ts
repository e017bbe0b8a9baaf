declare module 'shelf:facts' {
  const facts: readonly import('../core/library.ts').Fact[]
  export default facts
}
declare module 'shelf:*' {
  const practices: readonly import('../core/content.ts').Practice[]
  export default practices
}
declare module 'shelf:helplines' {
  const countries: readonly import('../core/content.ts').Helplines[]
  export default countries
}
